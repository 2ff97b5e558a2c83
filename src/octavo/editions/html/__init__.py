"""How is the HTML edition made? One self-contained file, or a site of many pages."""
