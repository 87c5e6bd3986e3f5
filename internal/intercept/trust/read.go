package trust

import (
	"bytes"
	"fmt"
	"io"
	"os"
	"path/filepath"
)

// readAll reads a file, or all files of a folder, which REQUESTS_CA_BUNDLE may name.
func readAll(path string) ([]byte, error) {
	info, err := os.Stat(path)
	if err != nil {
		return nil, err
	}
	if !info.IsDir() {
		return appendFile(nil, path)
	}
	entries, err := os.ReadDir(path)
	if err != nil {
		return nil, err
	}
	var all []byte
	for _, entry := range entries {
		file := filepath.Join(path, entry.Name())
		if info, err := os.Stat(file); err != nil || !info.Mode().IsRegular() {
			continue // such as a link to a certificate that was removed
		}
		if all, err = appendFile(all, file); err != nil {
			return nil, err
		}
	}
	return all, nil
}

// appendFile appends a file, with the end of its last line.
func appendFile(all []byte, path string) ([]byte, error) {
	file, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer file.Close()
	data, err := io.ReadAll(io.LimitReader(file, maxRoots+1))
	if err != nil {
		return nil, err
	}
	if len(all)+len(data) > maxRoots {
		return nil, fmt.Errorf("%s: the certificates have more than %d bytes", path, maxRoots)
	}
	if len(data) > 0 && !bytes.HasSuffix(data, []byte("\n")) {
		data = append(data, '\n')
	}
	return append(all, data...), nil
}
