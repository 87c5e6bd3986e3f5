// Command fixtureindex writes the index of a folder of fixtures, index.txt. Its argument
// is the folder. go generate runs it; it is not part of wxtool.
package main

import (
	"bytes"
	"log"
	"os"
	"path/filepath"

	"wxtool/internal/fixture"
)

func main() {
	var index bytes.Buffer
	if err := fixture.WriteIndex(&index, os.DirFS(os.Args[1])); err != nil {
		log.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(os.Args[1], fixture.IndexFile), index.Bytes(), 0o666); err != nil {
		log.Fatal(err)
	}
}
