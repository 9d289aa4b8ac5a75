from boxholder.cli import main

main()
