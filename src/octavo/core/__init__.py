"""What does every step stand on? Problems, the recorded door, the store, limits."""
