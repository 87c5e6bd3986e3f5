package message

// Document is a message that can be asked and edited by path, in XML or JSON.
// Editing fails with *PathError and then changes nothing.
type Document interface {
	// Get returns the text at path, and false where there is none.
	Get(path string) (string, bool)
	// Set replaces the text at path.
	Set(path, value string) error
	// Add appends an element, or array item, with the text.
	Add(path, value string) error
	// Unset removes the element at path.
	Unset(path string) error
	// Count returns how many elements the path's last name has at its place.
	Count(path string) int
	// Paths lists all paths in document order.
	Paths() []string
	// Wire returns the message as the platform writes it.
	Wire() []byte
}

// ParseDocument reads a message of either form. Errors are those of [Parse]
// and [ParseJSON].
func ParseDocument(data []byte) (Document, error) {
	if IsJSON(data) {
		return ParseJSON(data)
	}
	return Parse(data)
}
