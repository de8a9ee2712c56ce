"""The HTTP face (extra ``server``): `app.create_app` makes it, ``modscore serve`` runs it."""
