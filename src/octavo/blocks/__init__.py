"""Which words stand in a publication, in order? One model of blocks, compared and recorded."""
