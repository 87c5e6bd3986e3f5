// Command hello is the smallest program with Cobra and one command. The start of wxtool
// is compared with its start.
package main

import (
	"fmt"
	"os"

	"github.com/spf13/cobra"
)

func main() {
	root := &cobra.Command{Use: "hello"}
	root.AddCommand(&cobra.Command{
		Use: "version",
		RunE: func(cmd *cobra.Command, _ []string) error {
			_, err := fmt.Fprintln(cmd.OutOrStdout(), "hello 0.1.0")
			return err
		},
	})
	if err := root.Execute(); err != nil {
		os.Exit(1)
	}
}
