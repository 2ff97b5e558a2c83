"""What is in a picture, and in which forms do editions take it? Read, cleaned, made smaller."""
