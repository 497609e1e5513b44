"""The workspace: what was read from a set of files, searched by word and by meaning (`index.workspace.Workspace`)."""
