"""What does a format change in a publication before it is set? Notes, floats, breaks."""
