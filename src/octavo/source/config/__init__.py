"""What does publication.yaml say? YAML -> Config, with every fault at once."""
