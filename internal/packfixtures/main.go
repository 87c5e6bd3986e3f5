// Command packfixtures packs the folder named by its argument into its
// fixtures.gz. It is run by go generate and is no part of wxtool.
package main

import (
	"log"
	"os"
	"path/filepath"

	"wxtool/fixtures"
)

func main() {
	folder := os.Args[1]
	files, err := fixtures.Folder(os.DirFS(folder))
	if err != nil {
		log.Fatal(err)
	}
	data, err := fixtures.Pack(files)
	if err != nil {
		log.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(folder, "fixtures.gz"), data, 0o666); err != nil {
		log.Fatal(err)
	}
}
