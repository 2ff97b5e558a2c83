"""What stands in each unit of an edition? Templates filled in; nothing else knows Jinja."""
