"""What is tried, one file for each part of the program, each with its `TARGETS`."""
