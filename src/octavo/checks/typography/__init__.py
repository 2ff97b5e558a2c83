"""What would a proofreader mark? Measured pages of a PDF -> remarks."""
