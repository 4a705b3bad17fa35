"""HTML for people: a welcome, and the API's documentation to browse, scripts small and our own."""
