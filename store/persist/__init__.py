"""How the list and what is derived from it are kept: the database, vectors, files."""
