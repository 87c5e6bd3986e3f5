package cli

import (
	"strings"

	"wxtool/internal/lang"
	"wxtool/internal/ui"
)

// languages lists the values of --lang.
func languages() []string { return []string{string(lang.English), string(lang.Chinese)} }

// chooseLanguage sets the language of verdicts and explanations. The first of these
// decides: --lang, WXTOOL_LANG, the locale. Texts in JSON are English unless --lang is
// given, so that the settings of a user's shell do not change what scripts read.
func chooseLanguage(env *ui.Env) error {
	if env.Lang != "" {
		return nil
	}
	wanted, err := languageOf(env)
	if env.JSON {
		wanted = lang.English
	}
	env.Lang = wanted
	return err
}

func languageOf(env *ui.Env) (lang.Language, error) {
	if name, _ := env.LookupEnv("WXTOOL_LANG"); name != "" {
		var l string
		if err := newEnum(&l, "", languages()...).Set(name); err != nil {
			return "", usage("WXTOOL_LANG %q: %w", name, err).withHint("unset it, or use --lang en or --lang zh")
		}
		return lang.Language(l), nil
	}
	for _, name := range []string{"LC_ALL", "LC_MESSAGES", "LANG"} {
		if locale, _ := env.LookupEnv(name); locale != "" {
			return ofLocale(locale), nil
		}
	}
	return lang.English, nil
}

// ofLocale returns the language of a POSIX locale, such as zh_CN.UTF-8. The output is
// UTF-8, so a Chinese locale with another charset is English.
func ofLocale(locale string) lang.Language {
	name, charset, _ := strings.Cut(locale, ".")
	charset, _, _ = strings.Cut(charset, "@")
	name, _, _ = strings.Cut(name, "@")
	chinese, _, _ := strings.Cut(strings.ReplaceAll(name, "-", "_"), "_")
	utf8 := charset == "" || strings.ReplaceAll(strings.ToLower(charset), "-", "") == "utf8"
	if strings.EqualFold(chinese, "zh") && utf8 {
		return lang.Chinese
	}
	return lang.English
}
