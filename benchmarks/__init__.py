"""What the program costs, measured in one run beside a raw floor and its peers. `make bench` runs all of it."""
