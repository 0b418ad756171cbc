"""Copying (内容雷同): which narratives repeat another, that of the year before or of another agency."""
