"""Plays a host by script to a plugin, and says where the plugin does not conform."""
