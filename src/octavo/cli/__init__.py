"""What can be typed? Words in, exit code out; nothing else prints."""
