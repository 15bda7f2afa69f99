package main

import (
	"encoding/json"
	"fmt"
	"os"

	"github.com/go-jose/go-jose/v4"
)

type vector struct {
	Name, Keys            string
	ReceivedAt, StartedAt float64
	After                 []string
	Request               request
}

// Answers each vector of the file that is named, a line each.
func main() {
	var told struct {
		Agency, Issuer string
		KeySets        map[string]jose.JSONWebKeySet
		Vectors        []vector
	}
	text, err := os.ReadFile(os.Args[1])
	if err == nil {
		err = json.Unmarshal(text, &told)
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	byName := map[string]vector{}
	for _, one := range told.Vectors {
		byName[one.Name] = one
	}
	for _, last := range told.Vectors {
		v := verifier{told.Agency, told.Issuer, last.StartedAt, map[string]float64{}}
		for _, name := range last.After {
			v.verify(byName[name].Request, told.KeySets[byName[name].Keys], byName[name].ReceivedAt)
		}
		fmt.Println(last.Name, v.verify(last.Request, told.KeySets[last.Keys], last.ReceivedAt))
	}
}
