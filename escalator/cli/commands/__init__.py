"""The commands, one module for each word of the program; loaded when they are typed."""
