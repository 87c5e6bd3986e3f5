package message

// Document is a message in XML or JSON that is read and edited by path. Edits that
// fail return a *PathError and change nothing.
type Document interface {
	// Get returns the text at path. It reports false if there is none.
	Get(path string) (string, bool)
	// Set replaces the text at path.
	Set(path, value string) error
	// Add appends an element, or array item, with the text.
	Add(path, value string) error
	// Unset removes the element at path.
	Unset(path string) error
	// Count returns the number of siblings with the last name of path.
	Count(path string) int
	// Paths returns all paths in document order.
	Paths() []string
	// Wire returns the message in the platform's format.
	Wire() []byte
}

// ParseDocument reads a message in XML or JSON. Errors are those of [Parse] and
// [ParseJSON].
func ParseDocument(data []byte) (Document, error) {
	if IsJSON(data) {
		return ParseJSON(data)
	}
	return Parse(data)
}
