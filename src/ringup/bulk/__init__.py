"""Catalogues, stock and customers by the file: in, a batch of lines at a time, and out again."""
