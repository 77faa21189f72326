from walks.documents.listing import walk_listing

__all__ = ["walk_listing"]
