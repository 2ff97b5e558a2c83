"""What does a style sheet say? Its rules, its variables, the cascade, its faults."""
