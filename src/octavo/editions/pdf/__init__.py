"""The PDF edition: pages planned here, set by WeasyPrint in a worker with a fixed environment."""
