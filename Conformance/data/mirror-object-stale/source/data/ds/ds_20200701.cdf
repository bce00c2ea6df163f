a longer version, which came later

