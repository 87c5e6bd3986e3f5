package message

// ReadFast is whether the fast readers take data.
func ReadFast(data []byte) bool { return new(Flat).readFast(data) }
