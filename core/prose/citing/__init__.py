"""Citations (引用): titles, document numbers and articles, and the registry of what is known of instruments."""
