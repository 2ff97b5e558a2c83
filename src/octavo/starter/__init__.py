"""How does a new project begin? A folder with a publication, tests and a list of commands."""
