"""Registers for those entitled to them (ES5). Its tables come with their issue."""
