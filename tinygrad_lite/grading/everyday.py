"""Words of every day that are people's names, too, and may stand in no lesson: alone they are not taken for a name."""

_WORDS = """
abbey art ash baker banks bell berry best bill bird bishop black blue bond bow branch brook brooks brown buck burns
bush butler carol carpenter carter chance chase cherry chip church clay cliff coast cole cook cooper cross dale daisy
dash dawn day dean dick dolly drake drew earl east eve faith farmer fields finch fisher flint flora ford forest fox
frank frost gail gene ginger glen glover gold good grace grant gray green grey hall harmony harper hazel heath heather
hill holly hope horn hunt hunter ivory ivy jack jade jasmine jasper jay jewel joy june justice kelvin king kit knight
lake lance lane law lee lemon lily link little lock long love marble marina mark marks marsh mason max may melody
mercy mike miles miller mills min mood moon moss myrtle nash noble noel north oak olive page palm parker park parks
pat patience patty pearl penny pepper phoenix pike piper pool porter power price prince prudence ray read reed reeve
rich rivers robin rock rod rose rowan ruby rush rusty sage sand sandy savage sharp shepherd short silver singer skip
sky smith snow south sparks spring star steel sterling stone storm strong sue summer summers sun swan tailor taylor
tiger valentine violet wade walker wall ward warren water waters weaver webb wells west wheeler white will willow wing
winter wise wolf wood woods worth young amber angel april bach berg blum dark ernst feld fisch frei gross gut hans
hart haus herz horn jung kaiser kind klein koch konig kraft kurz lang linde mai meister mond nova ring roman rot
schmidt schnell schwarz sommer stein stern tag vogel wagner weber weiss wolf alpha beta chi delta gamma kappa omega
omicron phi pi psi rho sigma tau theta zeta adam bayes bernoulli cauchy cholesky euler fourier gauss glorot hinton
huber jacobi kaiming kingma lagrange laplace lecun markov mercer nesterov newton pascal poisson polyak python rayleigh
student turing xavier
"""
#: First and last names that a sentence or a program may well use, English and German ones above all; Greek letters; and
#: people after whom something in this field is called.
EVERYDAY = frozenset(_WORDS.split())
