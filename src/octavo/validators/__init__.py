"""What do other people's validators say? One run over all files -> problems."""
