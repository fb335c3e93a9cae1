// Only what has 12 characters or more is of interest: the rules refuse everything shorter.

/** Words and short passwords that head every public list of leaked passwords. People make them longer by the endings below. */
const WORDS = `
  password passw0rd p@ssw0rd pa55word welcome letmein iloveyou monkey dragon sunshine princess football baseball superman
  batman master shadow michael jennifer jordan ashley charlie andrew matthew daniel jessica trustno1 starwars whatever
  freedom computer internet samsung google facebook microsoft windows admin administrator root default guest login user
  secret changeme temporary summer winter spring autumn january february march april august september october november
  december monday friday qwerty qwertyuiop asdfgh asdfghjkl zxcvbn zxcvbnm qazwsx 1q2w3e 1q2w3e4r abc123 abcd1234 test
  testing hello hunter killer cheese pokemon naruto liverpool chelsea arsenal barcelona manchester london security
  developer contoso company portal
`
  .trim()
  .split(/\s+/);

const ENDINGS = `
  1 12 123 1234 12345 123456 1234567 12345678 123456789 1234567890 123! 1234! 12345! 123456! 1! ! !! !!! @123 @1234 #123 #1234
  1111 0000 2020 2021 2022 2023 2024 2025 2026 2027 2024! 2025! 2026! 2027! @2024 @2025 @2026 @2027 qwerty abc abc123
`
  .trim()
  .split(/\s+/);

/** Walks over the keyboard, numbers, phrases. */
const LITERAL = `
  123456789012 1234567890123 12345678901234 123456789012345 1234567890123456 12345678901234567890 012345678901 098765432109
  0987654321098 987654321098 123123123123 123412341234 123451234512345 12345678912345 123456123456 123456654321 121212121212
  112233445566 11223344556677 102030405060 010203040506 101010101010 147258369147 147258369258 159357159357 147147147147
  111222333444 111111222222 222222333333 123321123321 1234567887654321 123456789987654321 314159265358 3141592653589793
  abcdefghijkl abcdefghijklm abcdefghijklmn abcdefghijklmnop abcdefghijklmnopqrstuvwxyz abcabcabcabc abcdabcdabcd
  abc123abc123 abcd1234abcd abcd1234abcd1234 abcdef123456 abcdefg1234567 abcdefgh12345678 a1b2c3d4e5f6 a1b2c3d4e5f6g7
  1a2b3c4d5e6f 1a2b3c4d5e6f7g aabbccddeeff aaaabbbbcccc 123abc123abc 123456abcdef 1234567890abc 1234567890abcdef
  0123456789abcdef qwertyuiop[] qwertyuiop[]\\ qwertyuiopas qwertyuiopasd qwertyuiopasdf qwertyuiopasdfgh
  qwertyuiopasdfghjkl qwertyuiopasdfghjklzxcvbnm qwertzuiopasdf qwertzuiopas azertyuiopqs azertyuiopqsdf
  qwertyqwerty qwertyqwertyqwerty qwertyasdfgh qwertyasdfghzxcvbn qwertyuiop12 qwertyuiop123 qwerty123456 qwerty1234567
  qwerty12345678 qwerty123qwerty qwe123qwe123 qweqweqweqwe qweasdzxcqwe qweasdzxc123 qwe123asd456 qwe123asd456zxc789
  asdfghjkl;'\\ asdfghjkl123 asdfghjkl1234 asdfasdfasdf asdfghasdfgh asdfjkl;asdf zxcvbnm12345 zxcvbnm,./12 zxcvbnzxcvbn
  zxcvbnmasdfghjkl 1qaz2wsx3edc 1qaz2wsx3edc4rfv 1qaz2wsx1qaz 1qaz2wsx1qaz2wsx 1qazxsw23edc 1qazxsw23edcvfr4 !qaz2wsx3edc
  !qaz@wsx#edc zaq12wsxcde3 zaq12wsxzaq1 zaq1xsw2cde3 qazwsxedcrfv qazwsxedcrfvtgb qazxswedcvfr 1q2w3e4r5t6y 1q2w3e4r5t6y7u
  1q2w3e4r5t6y7u8i 1q2w3e4r1q2w 1q2w3e1q2w3e q1w2e3r4t5y6 q1w2e3r4t5y6u7i8 0okm9ijn8uhb poiuytrewqas lkjhgfdsapoi mnbvcxzlkjhg
  1234qwerasdf 1234qwerasdfzxcv 1234qwer1234 12qwaszx12qw 12345qwertasdfg 12345qwertzxcvb 123qweasdzxc 123qwe123qwe
  !@#$%^&*()_+ !@#$%^&*()12 !@#$1234qwer 1234!@#$qwer q!w@e#r$t%y^
  passwordpassword passwordpasswordpassword password-password thispassword thisismypassword thisisapassword thisismypass
  mypasswordis mypassword123 mypassword1234 mynewpassword newpassword1 newpassword123 oldpassword1 yourpassword
  yourpassword1 yourpasswordhere enterpassword enterpassword1 nopassword123 passwordone passwordtwo passwords123
  passwordadmin adminpassword adminadminadmin administrator administrator1 administrateur administrador rootrootroot
  superadministrator superadmin123 superuser123 systemadmin1 sysadmin1234 defaultpassword temporarypassword temppassword
  temppassword1 testpassword testpassword1 testpassword123 testtesttest testtesttesttest testing12345 testuser1234 demodemodemo
  demopassword guestguestguest guestpassword userpassword useruseruser welcomewelcome welcomehome1 welcome2024! welcometohell
  letmeinletmein letmeinplease letmeinnow123 letmein12345 openopenopen opensesame12 opensesame123 changemenow1 changemenow123
  changemeplease changeitnow1 pleasechangeme changethispassword changethis123 secretsecret secretpassword topsecret123
  iloveyou1234 iloveyou12345 iloveyou123456 iloveyouiloveyou iloveyousomuch iloveyoubaby iloveyouforever iloveyou4ever
  iloveyoubabe iloveyoumom1 ilovemymom12 ilovemyfamily ilovemyself1 ilovemyself123 ilovejesus12 ilovechocolate iloveyoulots
  jesuschrist1 jesusislord1 jesuslovesme godisgreat12 godislove123 godblessyou1 inshallah123 bismillah123 bismillah786
  correcthorsebatterystaple correct-horse-battery-staple horsebatterystaple thequickbrownfox thequickbrownfoxjumpsoverthelazydog
  loremipsumdolor loremipsumdolorsitamet helloworld12 helloworld123 helloworld1234 hellohellohello hellothere12 hellokitty12
  hellokitty123 mynameisjohn mynameischarlie whatthefuck1 whatthefuck123 whatthehell1 fuckyoufuckyou fuckyou12345 fuckoff12345
  idontknow123 idontknow1234 idontcare123 ihatepasswords ihatethisshit idontremember iforgotmypassword forgetpassword
  forgotpassword neverforget1 remember1234 cannotremember whocares1234 noonewillguess nobodyknows1 itsasecret12 notapassword1
  starwarsfan1 maytheforcebewithyou lukeskywalker darthvader12 harrypotter1 harrypotter12 harrypotter123 hermionegranger
  lordoftherings gameofthrones winteriscoming spongebob123 spiderman123 spiderman1234 superman1234 superman12345 batman123456
  ironman12345 captainamerica chocolate123 chocolate1234 cheesecake12 strawberry12 strawberry123 blackberry12 butterfly123
  butterfly1234 sunflower123 sunshine1234 sunshine12345 rainbow12345 beautiful123 beautifulgirl prettygirl12 princess1234
  princess12345 sweetheart12 sweetheart123 babygirl1234 babygirl12345 angel1234567 basketball12 basketball123 football1234
  football12345 baseball1234 baseball12345 volleyball12 manchesterunited manchester123 realmadrid12 realmadrid123 barcelona123
  barcelona1234 liverpoolfc1 liverpool123 liverpool1234 arsenal12345 chelseafc123 juventus1234 cristiano123 ronaldo12345
  messi1234567 michaeljordan michaeljackson jennifer1234 christopher1 christopher123 elizabeth123 alexander123 alexandra123
  nicholas1234 anthony12345 victoria1234 veronica1234 samantha1234 benjamin1234 jonathan1234 christian123 motherfucker
  motherfucker1 californialove california12 california123 newyorkcity1 unitedstates southafrica1 deutschland1 deutschland123
  schalke04schalke bundesliga12 passwort1234 passwort12345 passwortpasswort meinpasswort geheimgeheim hallohallo12 ichliebedich
  ichliebedich1 schatzschatz motdepasse12 motdepasse123 jetaimejetaime bonjour12345 contrasena12 contrasena123 contraseña12
  contraseña123 tequieromucho teamomucho12 micontrasena senhasenha12 senha1234567 brasil123456 parola123456 wachtwoord12
  wachtwoord123 haslo1234567 lozinka12345 salasana1234 losenord1234 lösenord1234 sifre1234567 пароль123456 йцукенгшщзхъ
  йцукен123456 qwerty123йцукен woaini1314520 woaini521521 5201314520131 1314520131452 a123456789012 aa1234567890 qq1234567890
  password!234 password1!password passw0rd1234! p@ssw0rd1234 p@ssword1234 p@$$w0rd1234 pa$$word1234 pa$$w0rd1234 password@1234
  password#1234 password$1234 password_1234 password-1234 password.1234 password1234! password12345! password123456! azerty123456
  azertyuiop12 azertyuiop123 azertyazerty samsung12345 samsunggalaxy microsoft123 windowsxp123 windows12345 facebook1234
  facebook12345 googlegoogle googlechrome youtube12345 instagram123 whatsapp1234 minecraft123 minecraft1234 minecraftminecraft
  playstation1 playstation2 playstation3 playstation4 playstation5 playstation123 nintendo1234 fortnite1234 leagueoflegends
  worldofwarcraft counterstrike counterstrike1 assassinscreed callofduty12 callofduty123 grandtheftauto needforspeed
  needforspeed1 mercedesbenz volkswagen12 lamborghini1 lamborghini123 ferrari12345 motorcycle12 harleydavidson harleydavidson1
  metallica123 metallica1234 ironmaiden12 ironmaiden666 linkinpark12 linkinpark123 blink182blink greenday1234 slipknot6666
  eminem123456 justinbieber justinbieber1 taylorswift1 taylorswift13 onedirection onedirection1 backstreetboys spicegirls12
`
  .trim()
  .split(/\s+/);

const SHORTEST = 12;

/** Well over a thousand passwords: those above, words with an ending, and words twice or three times. */
const COMMON: ReadonlySet<string> = new Set(
  [
    ...LITERAL,
    ...WORDS.flatMap((word) => [word.repeat(2), word.repeat(3), ...ENDINGS.map((ending) => word + ending)]),
  ]
    .map((password) => password.normalize("NFKC"))
    .filter((password) => password.length >= SHORTEST),
);

/** How many there are. */
export const COMMON_PASSWORDS: number = COMMON.size;

/** Whether a password is among the common ones, however it is spaced. `folded`: in NFKC and lower case. */
export const isCommonPassword = (folded: string): boolean =>
  COMMON.has(folded) || COMMON.has(folded.replaceAll(/[\s_.-]/g, ""));
