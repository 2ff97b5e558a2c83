"""What is a note, a figure, a table, a listing, a quotation, a box? One module each, one table."""
