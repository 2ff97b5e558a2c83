"""How is the PDF made? Pages planned here, set by WeasyPrint in a worker of its own."""
