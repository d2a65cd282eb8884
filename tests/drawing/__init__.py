"""How the drawn people of the tests are painted: canvas, scene, clothes, head and hair. The way in is tests.drawn."""
