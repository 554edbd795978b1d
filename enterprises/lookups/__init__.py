"""What the directory's codes mean: small tables that ship with the portal and change with it."""
