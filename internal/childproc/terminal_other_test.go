//go:build unix && !linux

package childproc

func terminalMain(string) int { return 1 }
