"""What has the author written? Files, what they take in, and their limits -> texts."""
