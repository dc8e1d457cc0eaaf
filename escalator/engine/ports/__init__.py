"""What the engine asks from outside, and the values that go in and out: Protocols and shapes only."""
