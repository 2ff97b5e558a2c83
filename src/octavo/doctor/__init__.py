"""Has this machine what Octavo needs? Versions, what is missing, what installs it."""
