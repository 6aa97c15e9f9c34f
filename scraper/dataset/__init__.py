"""The dataset: records as long and wide tables, in the formats that people use."""
