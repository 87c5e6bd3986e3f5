package account

import (
	"slices"
	"strings"
)

// Environ returns the environment environ of a program that gets these settings: the
// variable of each setting that has a value, and none of the others and of [ProfileEnv]
// and [ConfigEnv]. Defaults are left out, because they depend on other settings, which
// the program may choose for itself. Values replace those of the settings, by [Key] name.
func (s *Settings) Environ(environ []string, values map[string]string) []string {
	own := []string{ProfileEnv, ConfigEnv}
	for _, key := range Keys() {
		own = append(own, key.Env)
	}
	made := slices.DeleteFunc(slices.Clone(environ), func(variable string) bool {
		name, _, _ := strings.Cut(variable, "=")
		return slices.Contains(own, name)
	})
	for _, key := range Keys() {
		value, ok := values[key.Name]
		if !ok && s.Origin(key.Name) != OriginDefault {
			value, ok = s.Get(key.Name)
		}
		if ok {
			made = append(made, key.Env+"="+value)
		}
	}
	return made
}
