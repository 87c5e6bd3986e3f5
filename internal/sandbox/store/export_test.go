package store

// CompactAfter makes the sandbox replace its file when it has this many bytes of
// changes, and growth times the state.
func (s *Sandbox) CompactAfter(bytes int) { s.file.minChanges = bytes }
