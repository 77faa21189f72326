"""The roll: localities, streets, residences and electors of a division; how they are loaded and found."""
