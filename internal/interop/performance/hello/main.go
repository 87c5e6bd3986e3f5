// Command hello is the smallest program with Cobra, to compare the start of wxtool with.
package main

import (
	"os"

	"github.com/spf13/cobra"
)

func main() {
	root := &cobra.Command{Use: "hello"}
	root.AddCommand(&cobra.Command{Use: "world", RunE: func(*cobra.Command, []string) error {
		_, err := os.Stdout.WriteString("hello\n")
		return err
	}})
	if root.Execute() != nil {
		os.Exit(1)
	}
}
