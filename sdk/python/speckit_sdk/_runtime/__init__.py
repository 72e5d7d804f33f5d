"""What runs a plugin. Nothing here is meant for plugins."""
