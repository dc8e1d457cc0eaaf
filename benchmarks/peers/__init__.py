"""The same work by other means: raw drivers as the floor, and the libraries that somebody might use instead."""
