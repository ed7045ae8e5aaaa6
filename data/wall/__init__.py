"""The wall's own data: playlists, what follows from them at which time, screens that were paired, what is shown out of turn."""
