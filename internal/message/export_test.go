package message

// ReadFast reports whether a fast reader accepts data.
func ReadFast(data []byte) bool { return new(Flat).readFast(data) }
